/**
 * Makes a site of the documents when the project is built: a page for each, with navigation and an index to search in. No code of a
 * server or a client is known here, and none of this is part of the distribution: that has the pages.
 */
package io.millrace.docs;
