/** Who has done what, or was not allowed to. */
package io.millrace.session.audit;
