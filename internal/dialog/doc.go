// Package dialog is how to converse: a Flow declares questions, a Draft holds what was answered, and Step, a pure function, says what comes
// next. It knows no domain, no storage and no Telegram: places, readers and phrases come in as small interfaces, time as an argument.
//
// A flow reads like the talk it makes:
//
//	dialog.Define("report", 1).
//		Story("story").
//		Place("village", places).
//		Choice("who", "office", "village", "nameless", "officials").
//		Choice("level", "village", "group", "coordinator", "office").When(dialog.Is("who", "officials")).
//		Review("review", card)
//
// A question that no list of options can answer has a Reader; a story may stand anywhere, once; an Extra is asked only where the review adds it:
//
//	dialog.Define("meeting", 1).
//		Choice("kind", "coaching", "officers", "work").
//		Read("present", roster).
//		Story("result").Own("added", "kept", "changed").
//		Read("follow", followUps).Extra().
//		Review("review", card)
//
// An answer that is Open has more to be asked: words that came before the story was asked for, a photo whose people are not counted yet.
//
// Question keys are permanent: they stand in drafts of people who have not finished.
package dialog
