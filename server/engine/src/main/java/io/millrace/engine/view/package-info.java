/**
 * What readers see: views and tables as versioned rows, streams as logs of pages, each readable at a pinned batch while the
 * driver goes on.
 *
 * <p>Written by the driver's thread only, read by any thread. May use the data model and the
 * hash of rows.
 */
package io.millrace.engine.view;
