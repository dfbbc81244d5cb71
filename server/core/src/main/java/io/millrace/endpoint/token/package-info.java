/** Signed tokens (JWT) by which others say who somebody is. */
package io.millrace.endpoint.token;
