package casebook

import (
	"math/bits"
	"slices"
	"strings"
)

// index holds the names of a district's regions in every form in which they are looked for.
type index struct {
	words    map[string]string  // local words and what they stand for
	villages []form             // of the villages, full names and parts of them
	kecamata []form             // of the kecamatan; region counts in kecs
	kecs     []Region           //
	kecOf    []int16            // village to kecamatan
	district [][]byte           // the district's own name
	exact    map[string][]int16 // full folded name to villages
	bare     map[string][]int16 // name without its numeral to villages
	kin      [][]int16          // villages that may also be meant by a village's bare name
	need     []role             // what a story must say before a village's name: nothing (plain), weak, strong
}

// form is one way to say a region's name.
type form struct {
	region int16
	base   int16    // what this form costs by itself: a part of a name is worse than all of it
	part   bool     // leaves out words of the name
	kec    bool     // says the kecamatan too
	sounds uint32   // which consonants it has, see consonants
	ends   uint64   // letters that end a word
	all    []byte   // the letters, folded, without spaces
	words  [][]byte // the same by words
}

const (
	partBase  = 14 // a part of a name
	aliasBase = 1
)

func newIndex(g *Gazetteer, aliases []Alias) index {
	x := index{words: map[string]string{}, exact: map[string][]int16{}, bare: map[string][]int16{}, kecs: g.children[g.district.Code]}
	for _, a := range aliases {
		if a.Means != "" {
			x.words[strings.ToLower(a.Said)] = strings.ToLower(a.Means)
		}
	}
	x.district = nameWords(g.district.Name)
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
	l := read(name, nil, 0)
	words := make([][]byte, len(l.tokens))
	for i := range l.tokens {
		words[i] = l.span(i, i+1)
	}
	return words
}

func newForm(region int16, base int, words [][]byte) form {
	f := form{region: region, base: int16(base), words: words}
	for _, w := range words {
		f.all = append(f.all, w...)
		f.ends |= 1 << (len(f.all) - 1)
	}
	f.sounds = consonants(f.all)
	return f
}

func (x *index) addKecamatan(k int16, name string) {
	words := nameWords(name)
	x.kecamata = append(x.kecamata, newForm(k, 0, words))
	if last := words[len(words)-1]; len(words) > 1 && len(last) >= 4 {
		part := newForm(k, 3, [][]byte{last})
		part.part = true
		x.kecamata = append(x.kecamata, part)
	}
	if first := words[0]; len(words) > 1 && slices.ContainsFunc(x.kecs, func(r Region) bool { return string(joined(r.Name)) == string(first) }) {
		part := newForm(k, 3, [][]byte{first})
		part.part = true
		x.kecamata = append(x.kecamata, part)
	}
}

func joined(name string) []byte { return slices.Concat(nameWords(name)...) }

func (x *index) addVillage(v int16, r, kec Region) {
	words := nameWords(r.Name)
	x.kecOf = append(x.kecOf, int16(slices.IndexFunc(x.kecs, func(k Region) bool { return k.Code == kec.Code })))
	x.need = append(x.need, needed(words, r.Name))
	full := newForm(v, 0, words)
	x.villages = append(x.villages, full)
	x.exact[string(full.all)] = append(x.exact[string(full.all)], v)
	if apart := parted(words); apart != nil {
		x.villages = append(x.villages, newForm(v, 0, apart))
	}
	with := newForm(v, 0, append(slices.Clone(words), nameWords(kec.Name)...))
	with.kec = true
	x.villages = append(x.villages, with)
	x.addParts(v, words)
}

// addParts adds every run of a name's words that leaves some out: "melintang", "kota bumi" of Kota Bumi Baru, "keban agung" of Keban Agung II.
func (x *index) addParts(v int16, words [][]byte) {
	for i := range words {
		for j := i + 1; j <= len(words); j++ {
			run := words[i:j]
			part := newForm(v, partBase, run)
			if len(run) == len(words) || len(part.all) < 4 {
				continue
			}
			if numeral := i == 0 && j == len(words)-1 && isDigit(words[j][0]); numeral {
				part.base = noNumber
				x.bare[string(part.all)] = append(x.bare[string(part.all)], v)
			}
			part.part = true
			x.villages = append(x.villages, part)
		}
	}
}

func (x *index) addAliases(g *Gazetteer, aliases []Alias) {
	for _, a := range aliases {
		if k := slices.IndexFunc(x.kecs, func(r Region) bool { return r.Code == a.Code }); k >= 0 && a.Code != "" {
			x.kecamata = append(x.kecamata, newForm(int16(k), aliasBase, nameWords(a.Said)))
		}
		v := slices.IndexFunc(g.villages, func(r Region) bool { return r.Code == a.Code })
		if v < 0 || a.Code == "" {
			continue
		}
		if a.Common {
			x.need[v] = strong
		}
		f := newForm(int16(v), aliasBase, nameWords(a.Said))
		x.villages = append(x.villages, f)
		if list := x.exact[string(f.all)]; !slices.Contains(list, int16(v)) {
			x.exact[string(f.all)] = append(list, int16(v))
		}
	}
}

// parted gives the words of a name with its first word split where people split it: Sukaraja, Suka Raja.
func parted(words [][]byte) [][]byte {
	for _, prefix := range prefixes {
		if rest, ok := strings.CutPrefix(string(words[0]), prefix); ok && len(rest) >= 3 {
			return append([][]byte{[]byte(prefix), []byte(rest)}, words[1:]...)
		}
	}
	return nil
}

// needed judges how much a story must say for a name to be taken as a place.
func needed(folded [][]byte, name string) role {
	common, natural := true, true
	for i, raw := range strings.Fields(strings.ToLower(name)) {
		common = common && everyday[raw]
		natural = natural && (everyday[raw] || landscape[raw] || landscape[string(folded[min(i, len(folded)-1)])])
	}
	switch {
	case common:
		return strong
	case natural || len(folded) == 1 || len(folded) == 2 && isDigit(folded[1][0]):
		return weak
	}
	return plain
}

// kinOf gives the other villages that somebody may mean who says only v's name: twins, names that go on (Darat Sawah Ulu, Tanjung Aur II),
// and names that a dialect makes the same (Karang Caya, Karang Cayo).
func (x *index) kinOf(v int16, count int) []int16 {
	mine := x.formOf(v)
	var kin []int16
	for w := range int16(count) {
		other := x.formOf(w)
		longer := len(other.words) > len(mine.words) && slices.EqualFunc(other.words[:len(mine.words)], mine.words, slices.Equal)
		alike := distance(mine.all, other.all, other.ends, 4) < far
		if w != v && (longer || alike) {
			kin = append(kin, w)
		}
	}
	return kin
}

// formOf gives a village's full name.
func (x *index) formOf(v int16) form {
	return x.villages[slices.IndexFunc(x.villages, func(f form) bool { return f.region == v })]
}

// consonants is a set of the letters that are seldom confused with another, for a quick no.
func consonants(letters []byte) (set uint32) {
	for _, c := range letters {
		if isLetter(c) && !isVowel(c) && c != 'h' && c != 'n' && c != 'g' && c != 'y' && c != 'w' {
			set |= 1 << (c - 'a')
		}
	}
	return set
}

// hopeless is a quick no: each consonant that only one of two names has costs at least half a mistake. s and z count as one each.
func hopeless(a, b uint32, limit int) bool {
	return max(bits.OnesCount32(a&^b), bits.OnesCount32(b&^a))*5 > limit
}
