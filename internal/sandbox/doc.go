// Package sandbox keeps worlds apart. Each sandbox has a database, a sequence of
// ids and a clock of its own, and nothing in common with any other: there is no
// tenant column anywhere. A client is moved into one by its base URL alone,
// http://host/s/{name}; the sandbox "default" is also at http://host itself.
package sandbox
