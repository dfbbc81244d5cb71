/**
 * The data model: types, columns and pages.
 *
 * <p>Everything that moves through the server is a {@link io.millrace.spi.data.Page}: a columnar run of rows with signed
 * weights. Only the JDK may be used here; expressions, operators and formats must not enter.
 */
package io.millrace.spi.data;
