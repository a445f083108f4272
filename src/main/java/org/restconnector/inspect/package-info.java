/**
 * Looks at route files, templates and kamelets without running them, and at APIs that nobody wrote a pull for; start at
 * {@link org.restconnector.inspect.RouteCheck} and {@link org.restconnector.inspect.Inspection}. It must not know the command line.
 */
package org.restconnector.inspect;
