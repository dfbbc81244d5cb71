/** Tables whose rows are changed by many at once, and by servers that are killed. */
package io.millrace.app.change;
