// Package handlers is the HTTP surface of the mock server, as one http.Handler
// that opens no listener and keeps no global state. It holds the order in
// which a request is checked and the shapes of answers; what a body may hold
// is up to package validate, what it does up to package domain. Only package
// server may import it.
package handlers
