// The browser comes from the system's package manager (see e2e/start), never from a download of its own.
module.exports = { skipDownload: true };
