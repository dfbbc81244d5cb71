/** What joins are told apart by. */
package io.millrace.dstream.join;
