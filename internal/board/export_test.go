package board

// Digest is for tests.
var Digest = digest
