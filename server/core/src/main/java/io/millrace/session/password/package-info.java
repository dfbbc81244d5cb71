/**
 * Hashes of passwords, by Argon2id: the gate to the library that computes them.
 *
 * <p>Nothing here knows users, sessions or how a password came.
 */
package io.millrace.session.password;
