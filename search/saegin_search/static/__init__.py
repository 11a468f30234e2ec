"""The static export: a folder that any host serves, and a port of the engine that searches it in the browser alone."""
