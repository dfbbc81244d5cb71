/**
 * How columns and pages are made, value by value.
 *
 * <p>Only the JDK and the data model may be used here.
 */
package io.millrace.spi.data.builder;
