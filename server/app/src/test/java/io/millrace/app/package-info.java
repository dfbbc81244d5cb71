/** Tests of the whole: the command line, the rooms of the project and what its text may hold. */
package io.millrace.app;
