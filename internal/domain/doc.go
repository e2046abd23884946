// Package domain holds the agent and its three collections, and the one rule
// that changes them: Reconcile, a pure function from what is stored and what a
// client sent to what is stored next and a receipt of what became of each item.
//
// It knows no HTTP, no SQL and no OpenAPI: what reaches it has passed the
// field rules of the published document. Every other package may import it.
package domain
