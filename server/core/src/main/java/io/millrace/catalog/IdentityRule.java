package io.millrace.catalog;

/**
 * How a column gets numbers from the server.
 *
 * @param always whether statements must not give values of their own
 * @param start the first number
 * @param increment from one number to the next
 */
public record IdentityRule(boolean always, long start, long increment) {}
