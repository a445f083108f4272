/**
 * What tests share: HTTP servers that answer as told, the product as a child process, workspaces.
 * Enter by {@link org.restconnector.testing.Workspace}. Knows nothing of the product's inside.
 */
package org.restconnector.testing;
