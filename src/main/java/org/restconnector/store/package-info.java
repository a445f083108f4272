/**
 * The one place with SQL: SQLite and PostgreSQL behind one interface, and its schema. Enter by
 * {@link org.restconnector.store.Store}. Knows nothing of pulls, flows, HTTP or Camel.
 */
package org.restconnector.store;
