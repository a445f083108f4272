/**
 * The console in the browser and the calls of the HTTP API that are its own: pulls and dead letters. Begins at
 * {@link org.restconnector.console.ConsoleBeans}. Knows no SQL, and nothing of the command line.
 */
package org.restconnector.console;
