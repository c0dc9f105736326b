//go:build unix

// Package devstack runs a private PostgreSQL and a private Redis, so that the demo and the tests need nothing that is set up by hand.
//
// A server belongs to the process that started it: it listens on a Unix socket in a folder only its account can enter, holds its data folder by a
// lock, and goes when its owner goes, even by kill -9. What a killed owner left behind never blocks the next start. Started by root, a server runs
// under a lesser account, since PostgreSQL refuses root.
//
// For tests see [Main], [TestDatabase] and [TestRedis]. The package knows nothing of Rembuk, and is no way to run the databases of a district.
package devstack
