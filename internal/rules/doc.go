// Package rules reads spec/rules.yaml: every rule that this server follows, one
// row each, with where it comes from and, where requests can show it, a probe.
//
// It is pure: it parses and checks the file, finds rules by id, and renders
// spec/DIVERGENCES.md. It sends nothing; package probe does. What it refuses is
// a row that a reader could not judge: an [O] that names no source, an [A] that
// does not say what else could be true, an id that is used twice or belongs to
// no section, a probe that looks at a step it does not have, an unknown key.
//
// # Probes
//
// A probe brings all that it needs, so that it can be sent to this server, to
// the real service or to anything else that claims to be like it. It has
//
//   - agent: the body of the agent that is made first, by POST, and deleted at
//     the end. Without it DefaultAgent.
//   - steps: requests, in order. Each has a method (PATCH), a path (the agent's),
//     headers (null: not sent, which is how a step goes without the key), and a
//     body (sent as JSON, keys in their order) or a raw text with its type.
//     capture keeps values of the answer under names.
//   - look: what has to be true. Each looks at the answer of one step, counted
//     from 1 (the last one unless it says; 0 is the answer to the agent's POST):
//     at its status; at a value (at: a path such as mock_tools.0.name) or a
//     header, which is, contains, or is absent; or is same_as or differs_from
//     what another step's answer has at that path. "contains" without "at" is
//     about the text of the answer as it was sent.
//
// {agent}, {base} (the service's address) and the names that were captured stand
// for their values in paths, headers, bodies and expectations. A text that is
// nothing but a name becomes the value itself, a number for instance.
package rules
