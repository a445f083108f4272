/**
 * The destinations in this jar, as beans of their kamelets. Enter by {@link
 * org.restconnector.sink.TableSink} or {@link org.restconnector.sink.JsonlSink}. Knows nothing of
 * pulls.
 */
package org.restconnector.sink;
