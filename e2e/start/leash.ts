// Loaded into every process `npm start` forks (node --import): when the one that started it is gone, killed without a chance
// to say so, there is nobody left to stop this one, so it stops itself.
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), 8000).unref();
});
// Listening must not keep a process alive that is otherwise done.
process.channel?.unref();
