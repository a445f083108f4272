/**
 * Holds what users copy to what it says: the example routes, the Java DSL, the README. Enter anywhere.
 */
package org.restconnector.examples;
