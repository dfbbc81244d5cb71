/** A connector that fails on demand, and what the server makes of it. */
package io.millrace.app.trouble;
