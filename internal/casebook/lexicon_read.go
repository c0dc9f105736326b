package casebook

import (
	"slices"
	"strings"
)

// The sorts of danger that a story may tell of.
const (
	DangerViolence = "violence" // somebody is beaten, threatened, abused, locked up, sold
	DangerSuicide  = "suicide"
	DangerChild    = "child"    // a child is lost, abandoned, taken
	DangerDisaster = "disaster" // flood, fire, storm: now
	DangerHelpless = "helpless" // somebody cannot help himself: unconscious, hurt, lost in mind, without food
	DangerOther    = "other"    // somebody calls for help and does not say why
)

// Relation is what the reporter is to the person reported.
type Relation string

// The relations.
const (
	RelationUnknown   Relation = ""
	RelationSelf      Relation = "self"
	RelationFamily    Relation = "family"
	RelationNeighbour Relation = "neighbour"
	RelationOfficer   Relation = "officer" // one who tells it by office: head of a hamlet, teacher, volunteer
)

// Subject is whom a report is about.
type Subject string

// The subjects.
const (
	SubjectUnknown Subject = ""
	SubjectPerson  Subject = "individu"
	SubjectFamily  Subject = "keluarga"
	SubjectGroup   Subject = "kelompok"
)

// What the count of a guess counts.
const (
	UnitPersons  = "orang"
	UnitFamilies = "kk"
	UnitHouses   = "rumah"
)

// Guess is what was understood of a story. The zero value says nothing.
type Guess struct {
	Kind     string   // the kind that it speaks of most, or none
	Kinds    []string // all that it speaks of, the most first
	Subject  Subject
	Count    int    // how many Units the report is about, at least; 0 when that is not said
	Unit     string // what Count counts
	Urgency  Urgency
	Relation Relation
	Danger   string // the sort of danger now, or none
	Child    bool   // the one who writes seems to be a child
	Why      []Hit
}

// Hit is one reason of a guess: the words of the story, which are the person's own and never logged, and what they were taken for.
type Hit struct{ Words, Rule, Meaning string }

// dangers in the order of what is named first when several are told of.
var dangers = []string{DangerSuicide, DangerViolence, DangerChild, DangerDisaster, DangerHelpless, DangerOther}

// Read guesses what a story is about.
func (l Lexicon) Read(text string) Guess {
	s := l.hear(text)
	l.mask(&s)
	found := l.found(s)
	g := Guess{Urgency: Normal}
	scores := make([]int, len(l.kinds))
	danger, signs := told{}, signs{}
	relation, known := 0, RelationUnknown
	for _, f := range found {
		r := &l.rules[f.rule]
		switch r.about {
		case aboutKind:
			weight := r.weight
			if r.value == dangerKinds[DangerViolence] && l.accidental(s, f) {
				weight /= 3
			}
			scores[slices.Index(l.kinds, r.value)] += weight
		case aboutDanger:
			if l.far(s, f, found) {
				continue
			}
			danger.add(r, l.accidental(s, f))
		case aboutCue:
			signs.add(r, l.far(s, f, found))
			continue
		case aboutUrgent:
			if l.far(s, f, found) {
				continue
			}
			g.Urgency = Urgent
		case aboutRelation:
			if r.weight > relation {
				relation, known = r.weight, Relation(r.value)
			}
		case aboutChild:
			g.Child = true
		default:
			continue
		}
		l.because(&g, s, f)
	}
	g.Relation = known
	if sort := signs.danger(); sort != "" && len(danger) == 0 {
		danger[sort] = 0
		g.Why = append(g.Why, Hit{Rule: aboutCue, Meaning: "several signs of danger together"})
	}
	if sort := danger.most(); sort != "" {
		g.Danger, g.Urgency = sort, Emergency
	}
	l.rank(&g, scores)
	l.kindOfDanger(&g)
	l.subject(s, &g)
	return g
}

// because keeps why something was guessed: a reason for each words and what they speak for. A "not" alone is none.
func (l *Lexicon) because(g *Guess, s story, f finding) {
	r := &l.rules[f.rule]
	end, bare := l.end(s, f), true
	for i := f.from; i < end; i++ {
		bare = bare && s.words[i].is(l.about.not)
	}
	hit := Hit{Words: s.said(f.from, end), Rule: r.name(), Meaning: r.meaning}
	same := func(h Hit) bool {
		a, _, _ := strings.Cut(h.Rule, " ")
		b, _, _ := strings.Cut(hit.Rule, " ")
		return a == b && strings.EqualFold(h.Words, hit.Words)
	}
	if !bare && !slices.ContainsFunc(g.Why, same) {
		g.Why = append(g.Why, hit)
	}
}

// end is where the words of a finding end, with the whole of the phrase that its last word begins: of "tidak makan" a rule sees the first word.
func (l *Lexicon) end(s story, f finding) int {
	r, end := &l.rules[f.rule], f.to
	last := r.steps[0]
	for _, st := range r.steps {
		if !st.free {
			last = st
		}
	}
	for _, n := range l.index.opening[s.words[f.to-1].text] {
		p := l.index.phrases[n]
		if last.holds([]int32{p.family}) && p.begins(s, f.to-1) {
			end = max(end, f.to-1+len(p.words))
		}
	}
	return end
}

// dangerKinds are the kinds that a danger speaks for where nothing else does.
var dangerKinds = map[string]string{DangerSuicide: "rentan", DangerViolence: "kekerasan", DangerChild: "anak", DangerDisaster: "bencana"}

// kindOfDanger lets the danger name the kind of a story that speaks of none: nobody who writes that he wants to die is asked to choose.
func (l *Lexicon) kindOfDanger(g *Guess) {
	if kind := dangerKinds[g.Danger]; g.Kind == "" && slices.Contains(l.kinds, kind) {
		g.Kind, g.Kinds = kind, []string{kind}
	}
}

// told are the sorts of danger that a story tells of, each with the most that speaks for it.
type told map[string]int

// add adds a rule that was found. Who was run over or bitten was hurt by nobody who means it, so such words speak less for violence than others for what
// happened.
func (d told) add(r *rule, accidental bool) {
	weight := r.weight
	if accidental && (r.value == DangerViolence || r.value == DangerSuicide) {
		weight--
	}
	if had, ok := d[r.value]; !ok || weight > had {
		d[r.value] = weight
	}
}

// most gives the sort that most speaks for; of equals the gravest.
func (d told) most() (sort string) {
	for _, next := range dangers {
		if weight, ok := d[next]; ok && (sort == "" || next != DangerOther && weight > d[sort]) {
			sort = next
		}
	}
	return sort
}

// accidental reports whether a finding's words say that something befell somebody: terjepit, ketabrak.
func (l *Lexicon) accidental(s story, f finding) bool {
	return slices.ContainsFunc(s.words[f.from:f.to], func(w heard) bool { return w.is(l.about.befell) })
}

// signs are the weights of what together may be a danger: "nobody", "old", "three days".
type signs map[string]int

// enough is the weight from which signs are a danger.
const enough = 6

func (g signs) add(r *rule, far bool) {
	if !far || r.weight < 0 {
		g[r.value] += r.weight
	}
}

// danger gives the sort that most signs are of, if they are enough.
func (g signs) danger() string {
	sum, best := 0, DangerHelpless
	for _, sort := range dangers {
		sum += g[sort]
		if sort != DangerOther && g[sort] > g[best] {
			best = sort
		}
	}
	if sum < enough {
		return ""
	}
	return best
}

// rank orders the kinds by what speaks for them.
func (l *Lexicon) rank(g *Guess, scores []int) {
	for {
		best, most := -1, 0
		for k, score := range scores {
			if score > most {
				best, most = k, score
			}
		}
		if best < 0 {
			break
		}
		scores[best] = 0
		g.Kinds = append(g.Kinds, l.kinds[best])
	}
	if len(g.Kinds) > 0 {
		g.Kind = g.Kinds[0]
	}
}

// mask takes their meaning from the words of sayings: "mati lampu", "banjir diskon".
func (l *Lexicon) mask(s *story) {
	for i := range s.words {
		for _, ids := range [2][]int32{s.words[i].ids, s.words[i].also} {
			for _, id := range ids {
				if id < 0 {
					continue
				}
				for _, n := range l.sayings[id] {
					if f, ok := l.match(*s, &l.rules[n], i); ok && !l.unless(*s, &l.rules[n], f) {
						l.maskWords(s, &l.rules[n], f)
					}
				}
			}
		}
	}
}

// maskWords takes the meaning from the words that make a saying; those between may be meant.
func (l *Lexicon) maskWords(s *story, r *rule, f finding) {
	at := f.from
	s.words[at].masked = true
	for k := 1; k < len(r.steps); k++ {
		j, _ := l.next(*s, r, &r.steps[k], at)
		if at = j; !r.steps[k].free {
			s.words[j].masked = true
		}
	}
}

// far reports whether a finding is told of long ago, is over, or was never so: the news, a lesson. "Long ago" counts where no "now" or "still" of the
// sentence stands nearer; that it is over may be said in the next sentence too.
func (l *Lexicon) far(s story, f finding, found []finding) bool {
	from, to := s.sentence(f.from, f.to)
	next := to
	if to < len(s.words) {
		_, next = s.sentence(to, to+1)
	}
	past, now, off := len(s.words)+1, len(s.words), false // how many words away
	for _, o := range found {
		inside := o.from >= from && o.from < to
		switch about := l.rules[o.rule].about; {
		case about == aboutPast && inside:
			past = min(past, f.away(o))
		case about == aboutNow && inside:
			now = min(now, f.away(o))
		case about == aboutUnreal:
			off = off || inside
		case about == aboutOver:
			off = off || inside || o.from >= to && o.from < next
		}
	}
	return off || past < now && !l.wish(s, f)
}

// wish reports whether somebody wants to die: of now, though what brought it about is told with it and was long ago.
func (l *Lexicon) wish(s story, f finding) bool {
	return l.rules[f.rule].value == DangerSuicide && slices.ContainsFunc(s.words[f.from:f.to], func(w heard) bool { return w.is(l.about.wish) })
}

// away tells how many words lie between two findings.
func (f finding) away(o finding) int { return max(0, o.from-f.to, f.from-o.to) }

// said gives words from to to (exclusive) as they stand in the story.
func (s story) said(from, to int) string {
	return strings.TrimSpace(s.text[s.words[from].from:s.words[to-1].to])
}

// name says which rule it is.
func (r *rule) name() string {
	if r.value == "" {
		return r.about + " " + r.pattern
	}
	return r.about + ":" + r.value + " " + r.pattern
}
