// Package board is what the house shows on the web. A page asks nobody who they are unless it must: the page on the wall of a meeting is opened by its address
// alone, so it says nothing that a stranger in the room may not read. Every page serves itself whole: no other address is asked for anything.
package board
