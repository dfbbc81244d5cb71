/** What joins are told apart by, and by what rows meet. */
package io.millrace.dstream.join;
