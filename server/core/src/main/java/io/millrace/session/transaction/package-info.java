/**
 * Transactions of several statements: what they have changed so far, and how that becomes visible all at once.
 *
 * <p>No statements: these work with what is here.
 */
package io.millrace.session.transaction;
