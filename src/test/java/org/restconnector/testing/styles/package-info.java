/**
 * Servers that answer as well-known APIs do: their pages, filters, credentials, refusals and limits. Strict: what
 * such an API refuses, they refuse. Enter by {@link org.restconnector.testing.styles.StyleApi}.
 */
package org.restconnector.testing.styles;
