/** The tests that every connector and format runs, and what they need to state expectations. */
package io.millrace.connector.testkit;
