// Package almanac reads dates and times as people write them in a chat, in Indonesian and in plain English: "Senin depan jam 9", "setengah
// sepuluh", "tgl 5 bulan depan", "malam Jumat habis isya". It asks no service and knows nothing of meetings or cases.
//
// It refuses to guess. Words of one meaning give a moment; words of two to four give these as choices, to be asked back; what cannot be
// (31 November, 25.00) and what says no day or time gives neither. What it decides by itself, so that people are not asked for everything:
//
//   - 5/6 is day and month. A week begins on Monday.
//   - Hours without a part of the day: 8 to 11 are in the morning, 12 is noon, 1 to 7 are asked back; 09, 09.00 and 13 to 24 are 24-hour time.
//     On the day itself an hour that is over is not meant where another is to come: "jam 2" at ten in the morning is 14.00.
//   - 24.00 is the end of its day, 00.00 its beginning; "tengah malam" and "jam 12 malam" could be either and are asked back, unless it is tonight's.
//   - "akhir bulan" is the last day of the month, "awal bulan" the first, "pertengahan" the 15th; of a week they are
//     Saturday or Sunday, Monday, and Wednesday.
//   - "malam Jumat" is Thursday evening, "Jumat malam" is Friday evening.
//   - "Jumat depan" is asked back where this week has a Friday to come.
//   - A date without a year is this year's, or next year's when that is within four months; other dates that are over are asked back.
//   - A part of the day without an hour ("besok pagi") gives the day only. "Pagi" alone is a greeting.
//   - Prayers have no fixed hour: "ba'da isya" gives two likely ones, to be asked back. "jam 9-an" is 09.00.
//   - Between midnight and four "besok" may be the day that has begun: asked back.
//   - "kemarin" and "24/11/2026" are what they say, before or after now: whoever asks for a plan looks whether the moment is over.
//   - What is said of every week ("setiap Senin"), and the end of a span ("sampai jam 11"), is no moment.
package almanac
