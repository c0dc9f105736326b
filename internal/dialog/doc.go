// Package dialog is how to converse: a Flow declares questions, a Draft holds what was answered, and Step, a pure function, says what comes
// next. It knows no domain, no storage and no Telegram: places and phrases come in as small interfaces, time as an argument.
//
// A flow reads like the talk it makes:
//
//	dialog.Define("report", 1).
//		Story("story").
//		Place("village", places).
//		Choice("who", "office", "village", "nameless", "officials").
//		Choice("level", "village", "group", "coordinator", "office").When(dialog.Is("who", "officials")).
//		Review("review")
//
// Question keys are permanent: they stand in drafts of people who have not finished.
package dialog
