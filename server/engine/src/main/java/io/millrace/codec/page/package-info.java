/**
 * Pages as bytes: each a frame, its columns packed, only what their rows use.
 */
package io.millrace.codec.page;
