package io.millrace.session.statement;

import io.millrace.catalog.Catalog;

/**
 * What a statement is checked against before it is carried out.
 *
 * @param parameters how many {@code ?} it has
 * @param access what may be done
 */
public record Asked(Services services, Catalog catalog, int parameters, Access access) {}
