/**
 * Databases behind JDBC: which addresses are taken, connections, what tables are like, what errors mean.
 *
 * <p>What is peculiar to a database is in {@link io.millrace.connector.jdbc.database.Database}. Nothing that users write reaches a driver but
 * parsed addresses and properties of an allow-list. Neither sources nor sinks may be known here.
 */
package io.millrace.connector.jdbc.database;
