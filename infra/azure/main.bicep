// DataWorth on Azure: a store, and workers of the durable engine. No key anywhere: everything signs in with identities.
targetScope = 'resourceGroup'

@description('First part of all names: 3 to 12 small letters and digits.')
@minLength(3)
@maxLength(12)
param name string = 'dataworth'

@description('Where everything is.')
param location string = resourceGroup().location

@description('Image of the workers in the registry that is made here: NAME:TAG.')
param image string = 'dataworth:latest'

@description('Hub of the durable engine: letters and digits.')
param hub string = 'dataworthv1'

@description('Who may read and write the store: object ids of users.')
param users string[] = []

@description('Days after which plans, tries and records of shards are removed. Gradients and fits stay.')
@minValue(1)
param keepDays int = 90

@description('Where workers run. The first deployment is without (none): the image must be in the registry before.')
@allowed(['none', 'containerApps', 'batch'])
param workers string = 'none'

@description('Most workers at a time.')
@minValue(1)
@maxValue(300)
param mostWorkers int = 4

@description('Batch only: size of the virtual machines.')
param machine string = 'Standard_D4ds_v5'

@description('Batch only: hours after the deployment at which the pool goes to zero by itself.')
@minValue(1)
param poolHours int = 8

var suffix = uniqueString(resourceGroup().id, name)
var container = 'store'
var storageName = '${name}${take(suffix, 10)}'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-worker'
  location: location
}

module logs 'logs.bicep' = {
  name: 'logs'
  params: { name: '${name}-logs', location: location }
}

module storage 'storage.bicep' = {
  name: 'storage'
  params: {
    name: storageName
    location: location
    container: container
    keepDays: keepDays
    workspaceId: logs.outputs.id
    workerPrincipal: identity.properties.principalId
    users: users
  }
}

module registry 'registry.bicep' = {
  name: 'registry'
  params: {
    name: '${name}${take(suffix, 10)}'
    location: location
    workspaceId: logs.outputs.id
    workerPrincipal: identity.properties.principalId
  }
}

var worker = {
  image: '${registry.outputs.server}/${image}'
  server: registry.outputs.server
  identityId: identity.id
  clientId: identity.properties.clientId
  account: storage.outputs.name
  hub: hub
  store: 'az://${storageName}/${container}/dataworth'
}

module containerApps 'container-apps.bicep' = if (workers == 'containerApps') {
  name: 'container-apps'
  params: {
    name: name
    location: location
    worker: worker
    mostWorkers: mostWorkers
    workspaceId: logs.outputs.id
  }
}

module batch 'batch.bicep' = if (workers == 'batch') {
  name: 'batch'
  params: {
    name: '${name}${take(suffix, 10)}'
    location: location
    worker: worker
    mostWorkers: mostWorkers
    machine: machine
    hours: poolHours
    workspaceId: logs.outputs.id
  }
}

@description('What --store takes.')
output store string = worker.store

@description('Where the image is pushed to.')
output registry string = registry.outputs.server

@description('Client id of the identity of workers, for AZURE_CLIENT_ID elsewhere.')
output clientId string = identity.properties.clientId
