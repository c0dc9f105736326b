// Package casebook is the domain: cases and the moves they make, people and what they may do, places, working time, alerts.
// It is pure: no clock, no storage, no chat. Time is an argument, and every rule that decides about a person stands here once.
package casebook
