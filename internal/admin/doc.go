// Package admin is the surface that tests use to set up, watch and reset
// worlds, under /_mock/. It is no part of the emulated API: its errors are
// application/problem+json, and nothing of it counts as a request of a client.
// What it does for one world it does for the sandbox that the request is in.
package admin
