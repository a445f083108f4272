/**
 * Looks at route files, templates and kamelets without running them; start at {@link org.restconnector.inspect.RouteCheck}.
 * It must not know the command line.
 */
package org.restconnector.inspect;
