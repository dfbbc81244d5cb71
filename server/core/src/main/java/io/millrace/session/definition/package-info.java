/**
 * What users have defined: the current catalog, the sinks, the side streams of each relation, and the connectors that feed them.
 *
 * <p>No statement is carried out here and no rows pass through.
 */
package io.millrace.session.definition;
