/** What every kind of request needs: bodies that are bounded, errors as clients may read them, answers in JSON. */
package io.millrace.endpoint.answer;
