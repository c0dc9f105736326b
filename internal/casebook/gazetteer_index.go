package casebook

import (
	"math/bits"
	"slices"
	"strings"
)

// nameIndex holds the names of a district's regions in every form in which they are looked for.
type nameIndex struct {
	words    map[string]string  // local words and what they stand for
	villages []nameForm         // of the villages, full names and parts of them
	subs     []nameForm         // of the kecamatan; region counts in kecs
	kecs     []Region           // by name
	kecOf    []int16            // village to kecamatan
	district []spelled          // the district's own name
	exact    map[string][]int16 // full folded name to villages
	bare     map[string][]int16 // name without its numeral to villages
	kin      [][]int16          // villages that may also be meant by a village's bare name
	need     []wordRole         // what a story must say before a village's name: nothing (plain), weak, strong
}

// nameForm is one way to say a region's name.
type nameForm struct {
	region int16
	base   int16     // what this form costs by itself: a part of a name is worse than all of it
	part   bool      // leaves out words of the name
	kec    bool      // says the kecamatan too
	glued  bool      // read only from a single word, typed without any space
	split  bool      // differs from the full form in its words alone
	sounds uint64    // which consonants it has, see consonants
	name   spelled   // the letters, folded, without spaces
	words  [][]byte  // the same by words
	parts  []spelled // and once more, each word to be compared by itself
}

const (
	partBase  = 14 // a part of a name
	aliasBase = 1
)

func newNameIndex(g *Gazetteer, aliases []Alias) nameIndex {
	x := nameIndex{words: map[string]string{}, exact: map[string][]int16{}, bare: map[string][]int16{}, kecs: g.children[g.district.Code]}
	for _, a := range aliases {
		if a.Means != "" {
			x.words[strings.ToLower(a.Said)] = strings.ToLower(a.Means)
		}
	}
	for _, word := range nameWords(g.district.Name) {
		x.district = append(x.district, newSpelled([][]byte{word}))
	}
	for k, r := range x.kecs {
		x.addKecamatan(int16(k), r.Name)
	}
	for v, r := range g.villages {
		x.addVillage(int16(v), r, g.regions[r.Parent])
	}
	x.addAliases(g, aliases)
	for v := range g.villages {
		x.kin = append(x.kin, x.kinOf(int16(v), len(g.villages)))
	}
	return x
}

// nameWords gives the folded words of a region's name, numerals as figures.
func nameWords(name string) [][]byte {
	l := readText(name, nil, 0)
	words := make([][]byte, len(l.tokens))
	for i := range l.tokens {
		words[i] = l.span(i, i+1)
	}
	return words
}

func newNameForm(region int16, base int, words [][]byte) nameForm {
	n := newSpelled(words)
	f := nameForm{region: region, base: int16(base), words: words, name: n, sounds: consonants(n.letters)}
	for _, w := range words {
		f.parts = append(f.parts, newSpelled([][]byte{w}))
	}
	return f
}

func (x *nameIndex) addKecamatan(k int16, name string) {
	words := nameWords(name)
	if len(words) == 0 {
		return
	}
	x.subs = append(x.subs, newNameForm(k, 0, words))
	if last := words[len(words)-1]; len(words) > 1 && len(last) >= 4 {
		part := newNameForm(k, 3, [][]byte{last})
		part.part = true
		x.subs = append(x.subs, part)
	}
	if first := words[0]; len(words) > 1 && slices.ContainsFunc(x.kecs, func(r Region) bool { return string(joinedName(r.Name)) == string(first) }) {
		part := newNameForm(k, 3, [][]byte{first})
		part.part = true
		x.subs = append(x.subs, part)
	}
}

func joinedName(name string) []byte { return slices.Concat(nameWords(name)...) }

func (x *nameIndex) addVillage(v int16, r, kec Region) {
	words := nameWords(r.Name)
	x.kecOf = append(x.kecOf, int16(slices.IndexFunc(x.kecs, func(k Region) bool { return k.Code == kec.Code })))
	x.need = append(x.need, needed(words, r.Name))
	full := newNameForm(v, 0, words)
	x.villages = append(x.villages, full)
	x.exact[string(full.name.letters)] = append(x.exact[string(full.name.letters)], v)
	if apart := parted(words); apart != nil {
		f := newNameForm(v, 0, apart)
		f.split = true
		x.villages = append(x.villages, f)
	}
	with := newNameForm(v, 0, append(slices.Clone(words), nameWords(kec.Name)...))
	with.kec, with.glued = true, true
	x.villages = append(x.villages, with)
	x.addParts(v, words, r.Name)
}

// addParts adds every run of a name's words that leaves some out: "melintang", "kota bumi" of Kota Bumi Baru, "keban agung" of Keban Agung II.
func (x *nameIndex) addParts(v int16, words [][]byte, name string) {
	roman := strings.Trim(name[strings.LastIndexByte(name, ' ')+1:], "IVX") == "" // Keban Agung II, but not Muara Tiga
	for i := range words {
		for j := i + 1; j <= len(words); j++ {
			run := words[i:j]
			part := newNameForm(v, partBase, run)
			if len(run) == len(words) || len(part.name.letters) < 4 {
				continue
			}
			if numeral := roman && i == 0 && j == len(words)-1; numeral {
				part.base = noNumber
				x.bare[string(part.name.letters)] = append(x.bare[string(part.name.letters)], v)
			}
			part.part = true
			x.villages = append(x.villages, part)
		}
	}
}

func (x *nameIndex) addAliases(g *Gazetteer, aliases []Alias) {
	for _, a := range aliases {
		if k := slices.IndexFunc(x.kecs, func(r Region) bool { return r.Code == a.Code }); k >= 0 && a.Code != "" {
			x.subs = append(x.subs, newNameForm(int16(k), aliasBase, nameWords(a.Said)))
		}
		v := slices.IndexFunc(g.villages, func(r Region) bool { return r.Code == a.Code })
		if v < 0 || a.Code == "" {
			continue
		}
		if a.Common {
			x.need[v] = wordVillage
		}
		f := newNameForm(int16(v), aliasBase, nameWords(a.Said))
		x.villages = append(x.villages, f)
		if list := x.exact[string(f.name.letters)]; !slices.Contains(list, int16(v)) {
			x.exact[string(f.name.letters)] = append(list, int16(v))
		}
	}
}

// parted gives the words of a name with its first word split where people split it: Sukaraja, Suka Raja.
func parted(words [][]byte) [][]byte {
	if len(words) == 0 {
		return nil
	}
	for _, prefix := range prefixes {
		if rest, ok := strings.CutPrefix(string(words[0]), prefix); ok && len(rest) >= 3 {
			return append([][]byte{[]byte(prefix), []byte(rest)}, words[1:]...)
		}
	}
	return nil
}

// needed judges how much a story must say for a name to be taken as a place.
func needed(folded [][]byte, name string) wordRole {
	common, natural := true, true
	for i, raw := range strings.Fields(strings.ToLower(name)) {
		common = common && everyday[raw]
		natural = natural && (everyday[raw] || landscape[raw] || i < len(folded) && landscape[string(folded[i])])
	}
	switch {
	case common || len(folded) == 0:
		return wordVillage
	case natural || len(folded) == 1 || len(folded) == 2 && isDigit(folded[1][0]):
		return wordAt
	}
	return wordPlain
}

// kinOf gives the other villages that somebody may mean who says only v's name: twins, names that go on (Darat Sawah Ulu, Tanjung Aur II),
// and names that a dialect makes the same (Karang Caya, Karang Cayo).
func (x *nameIndex) kinOf(v int16, count int) []int16 {
	mine := x.formOf(v)
	var kin []int16
	for w := range int16(count) {
		other := x.formOf(w)
		longer := len(other.words) > len(mine.words) && slices.EqualFunc(other.words[:len(mine.words)], mine.words, slices.Equal)
		alike := other.name.distance(mine.name.letters, 4) < tooFar
		if w != v && (longer || alike) {
			kin = append(kin, w)
		}
	}
	return kin
}

// formOf gives a village's full name.
func (x *nameIndex) formOf(v int16) nameForm {
	return x.villages[slices.IndexFunc(x.villages, func(f nameForm) bool { return f.region == v })]
}

// consonants notes which consonants letters have, and in the upper half which they have twice, for a quick no. Letters that are cheap to lose
// or to confuse are left out.
func consonants(letters []byte) uint64 {
	var once, twice uint64
	for _, c := range letters {
		if isLetter(c) && !isVowel(c) && !strings.ContainsRune("hngjyw", rune(c)) {
			if c == 'z' {
				c = 's'
			}
			bit := uint64(1) << (c - 'a')
			twice |= once & bit
			once |= bit
		}
	}
	return once | twice<<32
}

// hopeless is a quick no: each consonant that only one of two names has costs at least 6, see swaps.
func hopeless(a, b uint64, limit int) bool {
	return max(bits.OnesCount64(a&^b), bits.OnesCount64(b&^a))*6 > limit
}
