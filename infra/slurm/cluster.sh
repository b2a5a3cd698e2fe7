#!/usr/bin/env bash
# A Slurm cluster on this machine for tests: a controller and nodes, each a host of its own (network, name and processes), over one disk.
#   cluster.sh install                  Debian's packages, unless they are there
#   cluster.sh up FOLDER [NODES]        starts it; FOLDER/bin has sbatch, squeue, scancel, scontrol and sinfo that speak to it
#   cluster.sh down FOLDER
#   cluster.sh kill|start FOLDER HOST   a host dies at once (n1, n2, ... or ctl), or begins again
#   cluster.sh cut|heal FOLDER NODE     a node loses its network, or has it again
set -euo pipefail

action=${1:?action}
folder=${2:-}
network=10.77.0

say() { echo "cluster.sh: $*" >&2; }

install_packages() {
  local name missing=0
  for name in sbatch slurmctld slurmd munged nsenter ip; do command -v $name > /dev/null || missing=1; done
  [ $missing = 1 ] || return 0
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    slurmctld slurmd slurm-client munge iproute2 util-linux > /dev/null
}

# A host: its own network, name and process ids; when its first process dies, all of it is gone.
start_host() {
  local host=$1 daemon=slurmd
  [ "$host" = ctl ] && daemon=slurmctld
  setsid nsenter --net="/run/netns/$(space "$host")" \
    unshare --uts --pid --fork --kill-child --mount-proc \
    sh -c "hostname $host && exec $daemon -D -f '$folder/etc/slurm.conf'" > "$folder/log/$host.out" 2>&1 &
  echo $! > "$folder/run/$host.host"
}

space() { echo "dw$(cat "$folder/number")$1"; }

configure() {
  local nodes=$1 node
  cat > "$folder/etc/slurm.conf" <<C
ClusterName=dataworth
SlurmctldHost=ctl($network.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CredType=cred/munge
SlurmctldPidFile=$folder/run/slurmctld.pid
SlurmdPidFile=$folder/run/slurmd.%n.pid
SlurmdSpoolDir=$folder/spool/%n
StateSaveLocation=$folder/state
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=bf_interval=1,sched_interval=1,batch_sched_delay=0,sched_min_interval=0
MpiDefault=none
ReturnToService=2
SlurmdTimeout=5
MessageTimeout=5
TCPTimeout=2
KillWait=2
MinJobAge=300
MaxArraySize=10001
C
  for node in $(seq "$nodes"); do
    mkdir -p "$folder/spool/n$node"
    echo "NodeName=n$node NodeAddr=$network.$((10 + node)) CPUs=2 RealMemory=2000 State=UNKNOWN" >> "$folder/etc/slurm.conf"
  done
  echo "PartitionName=main Nodes=n[1-$nodes] Default=YES MaxTime=INFINITE State=UP" >> "$folder/etc/slurm.conf"
}

connect() {
  local nodes=$1 node control
  control=$(space ctl)
  ip netns add "$control"
  ip -n "$control" link set lo up
  ip -n "$control" link add bridge type bridge
  ip -n "$control" addr add "$network.1/24" dev bridge
  ip -n "$control" link set bridge up
  for node in $(seq "$nodes"); do
    ip netns add "$(space "n$node")"
    ip -n "$(space "n$node")" link set lo up
    ip -n "$control" link add "v$node" type veth peer name eth0 netns "$(space "n$node")"
    ip -n "$control" link set "v$node" master bridge up
    ip -n "$(space "n$node")" addr add "$network.$((10 + node))/24" dev eth0
    ip -n "$(space "n$node")" link set eth0 up
  done
}

commands() {
  local name
  for name in sbatch squeue scancel scontrol sinfo; do
    printf '#!/bin/sh\nSLURM_CONF=%s exec nsenter --net=/run/netns/%s %s "$@"\n' \
      "'$folder/etc/slurm.conf'" "$(space ctl)" "$(command -v $name)" > "$folder/bin/$name"
    chmod +x "$folder/bin/$name"
  done
}

up() {
  local nodes=$1 node
  mkdir -p "$folder"/{bin,etc,log,munge,run,spool,state}
  chmod 755 "$folder" "$folder/munge"
  echo "$nodes" > "$folder/nodes"
  echo $$ > "$folder/number"
  head -c 1024 /dev/urandom > "$folder/munge/key"
  chmod 400 "$folder/munge/key"
  munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
    --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
  configure "$nodes"
  connect "$nodes"
  commands
  start_host ctl
  for node in $(seq "$nodes"); do start_host "n$node"; done
  for _ in $(seq 200); do
    [ "$("$folder/bin/sinfo" -h -N -t idle -o %N 2> /dev/null | wc -l)" = "$nodes" ] && return
    sleep 0.1
  done
  say "the nodes did not come up; see $folder/log"
  exit 1
}

down() {
  local host
  for host in ctl $(seq -f n%g "$(cat "$folder/nodes")"); do
    [ -f "$folder/run/$host.host" ] && kill -9 "$(cat "$folder/run/$host.host")" 2> /dev/null || true
  done
  sleep 0.3
  for host in ctl $(seq -f n%g "$(cat "$folder/nodes")"); do ip netns del "$(space "$host")" || true; done
  kill "$(cat "$folder/munge/pid")" || true
}

case $action in
  install) install_packages ;;
  up) up "${3:-3}" ;;
  down) down ;;
  kill) kill -9 "$(cat "$folder/run/${3:?host}.host")" ;;
  start) start_host "${3:?host}" ;;
  cut) ip -n "$(space ctl)" link set "v${3#n}" down ;;
  heal) ip -n "$(space ctl)" link set "v${3#n}" up ;;
  *) say "unknown action '$action'"; exit 2 ;;
esac
