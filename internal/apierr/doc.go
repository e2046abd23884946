// Package apierr holds what the API says when it refuses: every text, in one
// file, and the shape that errors about a body take. It knows nothing of HTTP;
// any package may import it.
package apierr
