"""What the client needs beside itself."""
