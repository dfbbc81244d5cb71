/**
 * The Nexmark benchmark's auction house: people, auctions and bids as a function of the event number.
 *
 * <p>Proportions, identifiers and distributions are those of the standard generator; the random numbers are counted, not
 * drawn in sequence, so that only the columns asked for are made.
 */
package io.millrace.connector.generator.nexmark;
