package casebook

// Kind is a kind of problem as residents choose it, one of a district's few; its name in each language is data of the district.
type Kind struct {
	Key          string
	Confidential bool // for caseworkers only until classed
}

// Kinds are those of a district, in their order.
type Kinds []Kind

// Confidential tells whether a report of the kind is for caseworkers only; so is one whose kind is not known.
func (k Kinds) Confidential(key string) bool {
	for _, kind := range k {
		if kind.Key == key {
			return kind.Confidential
		}
	}
	return true
}

// Keys lists them.
func (k Kinds) Keys() []string {
	keys := make([]string, 0, len(k))
	for _, kind := range k {
		keys = append(keys, kind.Key)
	}
	return keys
}

// Category is what staff choose when they class a case: one of the PPKS.
type Category struct {
	Code, Kind string
	Lane       Lane // where a case of it goes
}
