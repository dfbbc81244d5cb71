/**
 * What connections and secrets hold: encrypted at rest, and taken together with what a statement says where something is opened. The
 * only room that sees the value of a secret; nothing that is shown comes from here.
 */
package io.millrace.session.outside;
