/** How much a batch takes, and what it does when the heap has no room for it. Nothing of what a batch is. */
package io.millrace.engine.driver.pace;
