/**
 * Who changed what, and what the lines of the log are about.
 * Enter by {@link org.restconnector.log.Audit} and {@link org.restconnector.log.About}. Knows nothing of pulls and flows.
 */
package org.restconnector.log;
