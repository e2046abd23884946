// Package mocktool answers the calls of one mock tool: it reads the tool's
// mock data, finds the mapping that fits a call best, and says what that
// mapping answers with.
//
// [Parse] prepares the mock data once, in time linear in its length. After
// that a call costs time linear in the parameters of the mappings and of the
// call. Only step 3 of a match, which compares texts as Python's difflib does,
// could cost more: texts are compared up to [MaxCompared] characters, and one
// call compares no more than [maxEffort] allows; see [Match.Cut].
//
// [Check] says what is wrong with mock data that is to be stored.
//
// The package knows neither agents nor HTTP requests, stores nothing and waits
// for nothing: a delay is told, not served. It may be imported by anything and
// imports pyjson and apierr alone.
package mocktool
